import type { MessageProps } from 'slack-blocks-to-jsx';
import { Mention } from './Mention.tsx';
import { SlackDate } from './SlackDate.tsx';

/** What the display library leaves to its host, or does not do as Slack does. */
export const hooks: NonNullable<MessageProps['hooks']> = {
  user: ({ id, name }) => <Mention id={id} name={name} />,
  usergroup: ({ id, name }) => <Mention id={id} name={name} />,
  channel: ({ name }) => <span className="mention">#{name}</span>,
  atChannel: () => <span className="mention is-loud">@channel</span>,
  atHere: () => <span className="mention is-loud">@here</span>,
  atEveryone: () => <span className="mention is-loud">@everyone</span>,
  date: ({ timestamp, format, link, fallback }) => (
    <SlackDate timestamp={Number(timestamp)} format={format} link={link ?? undefined} fallback={fallback} />
  ),
  emoji: (emoji, parse) => {
    const drawn = parse(emoji);
    const isKnown = drawn !== emoji.name;
    return isKnown ? (
      <span role="img" aria-label={emoji.name.replaceAll('_', ' ')}>
        {drawn}
      </span>
    ) : (
      `:${emoji.name}:`
    );
  },
};
