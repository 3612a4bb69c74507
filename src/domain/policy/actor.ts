/** What Slack says of a person. `unknown` when Slack could not be asked. */
export type Standing = 'member' | 'guest' | 'bot' | 'stranger' | 'unknown';

/** Somebody who asks or decides, as Slack says it now. */
export interface Actor {
  readonly userId: string;
  readonly standing: Standing;
  /** Of the user groups that were asked about: is the person in it? `unknown` where Slack could not say. */
  readonly groups?: ReadonlyMap<string, boolean | 'unknown'>;
}
