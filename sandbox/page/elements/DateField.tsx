import type { Json } from '../../slack/client-api.ts';
import { controlAttributes, type ElementProps } from './element-props.ts';
import { useElement } from './use-element.tsx';

const KINDS: { [type: string]: string } = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

/** Date and time pickers: the browser's own. */
export function DateField(props: ElementProps) {
  const { element, label } = props;
  const { content, choose, dialog } = useElement(props);
  const isMoment = element.type === 'datetimepicker';
  return (
    <>
      <input
        {...controlAttributes(props)}
        {...(isMoment && label ? { 'aria-label': label } : {})}
        className="text-field is-date"
        type={KINDS[element.type]}
        value={isMoment ? localTime(content) : String(content ?? '')}
        onChange={({ target }) => choose(isMoment ? secondsOf(target.value) : target.value || null)}
      />
      {dialog}
    </>
  );
}

/** @param content seconds since 1970, as Slack keeps a moment */
function localTime(content: Json): string {
  if (typeof content !== 'number') return '';
  const date = new Date(content * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const secondsOf = (local: string): number | null =>
  local ? Math.floor(new Date(local).getTime() / 1000) : null;
