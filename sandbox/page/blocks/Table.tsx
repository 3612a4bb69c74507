import type { Block } from '../../slack/client-api.ts';
import { RichText } from '../text/RichText.tsx';
import { as, type TableBlock, type TableCell } from './kit.ts';

/** `table` and `data_table`. Raw cells are shown letter by letter: what stands in them is data, not markup. */
export function Table({ block }: { block: Block }) {
  const { rows, caption, column_settings = [] } = as<TableBlock>(block);
  const [head, ...body] = rows;
  const styleOf = (column: number) => {
    const { align = 'left', is_wrapped = false } = column_settings[column] ?? {};
    return is_wrapped ? `is-${align} is-wrapped` : `is-${align}`;
  };
  return (
    <div className="table-frame">
      <table>
        {caption && <caption>{caption}</caption>}
        <thead>
          <tr>
            {head?.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place
              <th key={column} scope="col" className={styleOf(column)}>
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
            <tr key={index}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place
                <td key={column} className={styleOf(column)}>
                  <Cell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell }: { cell: TableCell }) {
  switch (cell.type) {
    case 'rich_text':
      return <RichText block={cell} />;
    case 'raw_number':
      return cell.text ?? cell.value;
    default:
      return cell.text;
  }
}
