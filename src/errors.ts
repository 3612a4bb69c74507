/**
 * Errors that a person is meant to read. A `KnownError` carries a code for the log and the one sentence that is
 * shown; anything else that is thrown is a fault of ours, and the boundary shows a reference to the log instead.
 */

/** A word that is not known, and those it was probably meant for, the nearest first: each becomes a button. */
export interface Meant {
  readonly typed: string;
  readonly nearest: readonly string[];
}

export type ErrorCode =
  | 'bad_arguments'
  | 'unknown_verb'
  | 'unknown_input'
  | 'unknown_field'
  | 'unknown_parameter'
  | 'unknown_profile'
  | 'unknown_event'
  | 'unknown_status'
  | 'unknown_connection'
  | 'unknown_api_key'
  | 'no_samples'
  | 'bad_file'
  | 'bad_folder'
  | 'source_failed'
  | 'save_runs'
  | 'not_a_database'
  | 'name_taken'
  | 'bad_value'
  | 'secret_in_command'
  | 'masked_secret'
  | 'nothing_to_do'
  | 'not_permitted'
  | 'change_waits'
  | 'reason_owed'
  | 'change_not_found'
  | 'out_of_date'
  | 'not_available'
  | 'pipeline_confusing';

/** The database was lost while it was told to keep something: whether it has is not known. */
export class OutcomeUnknown extends Error {
  constructor(cause: unknown) {
    super('The database was lost during a commit', { cause });
    this.name = 'OutcomeUnknown';
  }
}

/**
 * What is kept of a change cannot be read here: its key is gone or not there yet, or it was altered or moved. A process
 * that has the key may read it.
 */
export class Unreadable extends Error {
  constructor(place: string, why: string, options?: ErrorOptions) {
    super(`${place} cannot be read: ${why}`, options);
    this.name = 'Unreadable';
  }
}

/** Something that is needed cannot be known right now: trying again later helps. The message is a sentence for people. */
export class NotNow extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'NotNow';
  }
}

export class KnownError extends Error {
  readonly code: ErrorCode;
  readonly meant: Meant | undefined;
  /** The id of a change that stands in the way and that nobody can see: the answer offers to show or cancel it. */
  readonly unseenChange: string | undefined;
  /** The command line whose form is the way to do it: the answer has a button that opens it. */
  readonly form: string | undefined;
  /** The command line that was most likely meant: the answer has a button that runs it. */
  readonly instead: string | undefined;
  /** What is wrong with each field of what was filled in, by the field's name: a form says it under that field. */
  readonly fields: Readonly<Record<string, string>>;

  /** @param sentence what happened, to what, and what to do next, in Slack's mrkdwn, names already escaped */
  constructor(
    code: ErrorCode,
    sentence: string,
    options: {
      meant?: Meant;
      unseenChange?: string;
      form?: string;
      instead?: string;
      fields?: Readonly<Record<string, string>>;
      cause?: unknown;
    } = {},
  ) {
    super(sentence, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KnownError';
    this.code = code;
    this.meant = options.meant;
    this.unseenChange = options.unseenChange;
    this.form = options.form;
    this.instead = options.instead;
    this.fields = options.fields ?? {};
  }

  /** @returns the same with another form to offer */
  withForm(form: string): KnownError {
    const { code, message, meant, unseenChange, instead, fields } = this;
    return new KnownError(code, message, {
      ...(meant && { meant }),
      ...(unseenChange !== undefined && { unseenChange }),
      ...(instead !== undefined && { instead }),
      ...{ form, fields, cause: this },
    });
  }
}
