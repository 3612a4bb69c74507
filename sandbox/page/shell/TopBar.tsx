import type { Link } from '../live/listen.ts';
import { ActingAs } from './ActingAs.tsx';

interface Props {
  link: Link;
  onActAs: (person: string) => void;
}

export function TopBar({ link, onActAs }: Props) {
  return (
    <header className="top-bar">
      <span className="top-bar-note">Local sandbox: nothing leaves this computer</span>
      <ActingAs onActAs={onActAs} />
      <span className="link-note" role="status">
        {link === 'reconnecting' && 'Reconnecting…'}
      </span>
    </header>
  );
}
