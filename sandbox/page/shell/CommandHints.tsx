import type { SlashCommand } from './commands.ts';

interface Props {
  id: string;
  text: string;
  offers: readonly SlashCommand[];
  picked: number;
  onPick: (text: string) => void;
}

/** The slash commands that fit what is typed, with their usage: the hint stays while the arguments are typed. */
export function CommandHints({ id, text, offers, picked, onPick }: Props) {
  const isTyping = /\s/.test(text);
  return (
    <div id={id} className="command-hints">
      {offers.map((offer, index) => (
        <button
          key={offer.command}
          type="button"
          className={index === picked && !isTyping ? 'command-hint is-picked' : 'command-hint'}
          onClick={() => onPick(isTyping ? text : `${offer.command} `)}
        >
          <strong>{offer.command}</strong> <span className="usage">{offer.usageHint}</span>
          <small>{offer.description}</small>
        </button>
      ))}
    </div>
  );
}
