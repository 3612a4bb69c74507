import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Channel } from '../../slack/client-api.ts';
import { sendCommand, sendMessage } from '../live/api.ts';
import { useWorkspace } from '../workspace.ts';
import { CommandHints } from './CommandHints.tsx';
import { completion, offersFor } from './commands.ts';

interface Props {
  channel: Channel;
  label: string;
  threadTs?: string;
  /** What stands between the messages and the text field. */
  children?: ReactNode;
}

export function Composer({ channel, label, threadTs, children }: Props) {
  const { state, refresh, notify } = useWorkspace();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(0);
  const [picked, setPicked] = useState(0);
  const box = useRef<HTMLTextAreaElement>(null);
  const hintsId = useId();
  const offers = offersFor(text, state.commands);
  const completed = completion(text, offers[picked] ?? offers[0]);

  const edit = (next: string) => {
    setText(next);
    setPicked(0);
    box.current?.focus();
  };

  const send = async () => {
    const line = text.trim();
    if (!line) return;
    if (threadTs && line.startsWith('/')) {
      notify(`${line.split(/\s/, 1)[0]} is not supported in threads.`);
      return;
    }
    edit('');
    notify(undefined);
    setBusy((count) => count + 1);
    const where = { as: state.me.id, channel: channel.id, text: line };
    const answer = line.startsWith('/')
      ? await sendCommand(where)
      : await sendMessage(threadTs ? { ...where, threadTs } : where);
    setBusy((count) => count - 1);
    if (!answer.ok) {
      notify(answer.error ?? 'That did not work.');
      setText((now) => now || line);
    }
    await refresh();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const wantsCompletion = event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (completed && wantsCompletion) edit(completed);
    else if (completed && step) setPicked((now) => (now + step + offers.length) % offers.length);
    else if (event.key === 'Enter' && !event.shiftKey) void send();
    else return;
    event.preventDefault();
  };

  return (
    <div className="composer-area">
      <CommandHints id={hintsId} text={text} offers={offers} picked={picked} onPick={edit} />
      {children}
      <div className="composer">
        <textarea
          ref={box}
          rows={Math.min(8, text.split('\n').length)}
          value={text}
          aria-label={label}
          aria-describedby={hintsId}
          placeholder={label}
          spellCheck={false}
          onChange={(event) => edit(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className="composer-bar">
          <span className="composer-help">
            {busy > 0 ? 'Sending…' : 'Enter sends, Shift+Enter starts a line, / offers commands'}
          </span>
          <button type="button" className="send" disabled={!text.trim()} onClick={() => void send()}>
            Send
          </button>
        </div>
      </div>
    </div>
  );
}
