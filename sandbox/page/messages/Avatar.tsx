import type { Person } from '../../slack/client-api.ts';

interface Props {
  person: Person;
  size?: 'small' | 'normal';
}

/** Initials on a colour, drawn here: no picture is fetched from anywhere. */
export function Avatar({ person, size = 'normal' }: Props) {
  return (
    <span className={`avatar is-${size}`} style={{ backgroundColor: person.avatar.color }} aria-hidden="true">
      {person.avatar.initials}
    </span>
  );
}
