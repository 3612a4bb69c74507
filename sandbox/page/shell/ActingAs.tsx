import { Avatar } from '../messages/Avatar.tsx';
import { useWorkspace } from '../workspace.ts';

/** Whom the person at the keyboard plays. Real Slack has no such thing, so it stands outside of the workspace. */
export function ActingAs({ onActAs }: { onActAs: (person: string) => void }) {
  const { state } = useWorkspace();
  const people = state.people.filter((person) => !person.isBot);
  return (
    <fieldset className="acting-as">
      <legend>Acting as</legend>
      {people.map((person) => (
        <label key={person.id} className="acting-choice">
          <input
            type="radio"
            name="acting-as"
            aria-label={`${person.realName}, ${person.title}`}
            checked={person.id === state.me.id}
            onChange={() => onActAs(person.id)}
          />
          <Avatar person={person} size="small" />
          <span className="acting-name">
            {person.realName}
            <small>{person.title}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
