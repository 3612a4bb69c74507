import { Fragment } from 'react';
import type { Message } from '../../slack/client-api.ts';
import { useWorkspace } from '../workspace.ts';
import { dayOf, follows, isSameDay } from './grouping.ts';
import { MessageItem } from './MessageItem.tsx';
import { useScroll } from './use-scroll.ts';

interface Props {
  label: string;
  messages: readonly Message[];
  /** The `ts` of the message to scroll to and to mark. */
  target?: string | undefined;
  /** Show how many replies a message has, and let the person open them. */
  showReplies?: boolean;
}

export function MessageLog({ label, messages, target, showReplies = false }: Props) {
  const { state } = useWorkspace();
  const log = useScroll(messages, target);
  const repliesTo = (root: Message) =>
    state.messages.filter(
      ({ channel, threadTs, ts }) => channel === root.channel && threadTs === root.ts && ts !== root.ts,
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <div className="log" role="log" aria-label={label} ref={log} tabIndex={0}>
      <div className="log-filler" />
      {messages.map((message, index) => {
        const before = messages[index - 1];
        return (
          <Fragment key={`${message.ts}:${message.isEphemeral}`}>
            {!isSameDay(before, message) && (
              <div className="day">
                <span>{dayOf(message)}</span>
              </div>
            )}
            <MessageItem
              message={message}
              isContinued={follows(before, message)}
              isTarget={message.ts === target}
              replies={showReplies ? repliesTo(message) : []}
            />
          </Fragment>
        );
      })}
    </div>
  );
}
