import type { Block } from '../../slack/client-api.ts';
import { diffLines, type LineKind } from './diff-lines.ts';
import { Library } from './Library.tsx';
import type { Inline } from './rich-text.ts';

/** A code block. Plain text is drawn line by line, so that a diff can be coloured; mentions in it go to the library. */
export function Preformatted({ elements }: { elements: readonly Inline[] }) {
  const isPlain = elements.every((element) => element.type === 'text');
  if (!isPlain) {
    const part = { type: 'rich_text_section', elements };
    return (
      <div className="preformatted">
        <Library blocks={[{ type: 'rich_text', elements: [part] } as unknown as Block]} />
      </div>
    );
  }
  const text = elements.map((element) => (element.type === 'text' ? element.text : '')).join('');
  return (
    <pre className="preformatted">
      {diffLines(text).map(({ kind, line }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        <Line key={index} kind={kind} line={line} />
      ))}
    </pre>
  );
}

function Line({ kind, line }: { kind: LineKind; line: string }) {
  return <span className={`line is-${kind}`}>{`${line}\n`}</span>;
}
