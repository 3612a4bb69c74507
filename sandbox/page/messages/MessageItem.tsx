import type { Message } from '../../slack/client-api.ts';
import { Blocks } from '../blocks/Blocks.tsx';
import { MessageSurface } from '../elements/MessageSurface.tsx';
import { permalinkPath } from '../live/place.ts';
import { Mrkdwn } from '../text/Mrkdwn.tsx';
import { authorOf, useWorkspace } from '../workspace.ts';
import { Avatar } from './Avatar.tsx';
import { FileCard } from './FileCard.tsx';
import { dateOf } from './grouping.ts';
import { RepliesButton } from './RepliesButton.tsx';

interface Props {
  message: Message;
  /** It follows another message of the same author, and shows no name again. */
  isContinued: boolean;
  isTarget: boolean;
  replies: readonly Message[];
}

export function MessageItem({ message, isContinued, isTarget, replies }: Props) {
  const { state } = useWorkspace();
  const author = authorOf(state, message.user);
  const classes = [
    'message',
    message.isEphemeral && 'is-ephemeral',
    isTarget && 'is-target',
    isContinued && 'is-continued',
  ];
  return (
    <article
      className={classes.filter(Boolean).join(' ')}
      data-ts={message.ts}
      data-ephemeral={message.isEphemeral || undefined}
      aria-label={`Message from ${author.realName}`}
    >
      <div className="message-gutter">{!isContinued && <Avatar person={author} />}</div>
      <div className="message-body">
        {message.isEphemeral && <p className="only-you">Only visible to you</p>}
        {message.isBroadcast && <p className="only-you">Answer in a thread, shown in the channel too</p>}
        <p className="message-head">
          {!isContinued && <strong className="author">{author.realName}</strong>}
          {!isContinued && author.isBot && <span className="app-badge">APP</span>}
          <MessageTime message={message} />
        </p>
        {message.blocks?.length ? (
          <MessageSurface message={message}>
            <Blocks blocks={message.blocks} />
          </MessageSurface>
        ) : (
          message.text && <Mrkdwn text={message.text} />
        )}
        {message.files?.map((file) => (
          <FileCard key={file.id} file={file} />
        ))}
        {message.isEdited && <span className="edited">(edited)</span>}
        {replies.length > 0 && <RepliesButton root={message} replies={replies} />}
      </div>
    </article>
  );
}

function MessageTime({ message }: { message: Message }) {
  const date = dateOf(message);
  const time = date.toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' });
  const whole = date.toLocaleString();
  if (message.isEphemeral) {
    return (
      <time className="message-time" dateTime={date.toISOString()} title={whole}>
        {time}
      </time>
    );
  }
  return (
    <a className="message-time" href={permalinkPath(message.channel, message.ts)} title={whole}>
      <time dateTime={date.toISOString()}>{time}</time>
    </a>
  );
}
