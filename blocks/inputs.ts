import type { InputFacts } from '../src/domain/input.ts';
import type { InputFilter } from '../src/domain/inputs-view.ts';
import { code } from '../src/domain/mrkdwn.ts';
import type { Page } from '../src/domain/pages.ts';
import { counted, statsText } from '../src/domain/stats.ts';
import { type Listing, renderListing } from './listing.ts';
import type { Cells, Column } from './table.ts';

/** Times the widths below, this stays under the 10,000 characters that Slack takes in a table. */
export const INPUTS_A_PAGE = 25;

const COLUMNS: readonly Column[] = [
  { heading: 'Category', longest: 20 },
  { heading: 'Name', longest: 100, isWrapped: true },
  { heading: 'Type', longest: 40 },
  { heading: 'State', longest: 40 },
  { heading: 'Paused', longest: 20 },
  { heading: 'Stats', longest: 50, align: 'right' },
  { heading: 'Id', longest: 80 },
];

/**
 * Inputs as a table. Source: `Inputs.view_inputs`.
 * @param what which inputs these are, in mrkdwn: `10 inputs`
 * @param command the line that gives them, for the buttons to other pages
 */
export function renderInputs(page: Page<InputFacts>, what: string, command: string): Listing {
  return renderListing(what, COLUMNS, { ...page, items: page.items.map(cellsOf) }, command);
}

function cellsOf(input: InputFacts): Cells {
  return [
    input.category,
    input.name,
    input.type,
    input.state,
    input.paused === undefined ? undefined : input.paused ? 'yes' : 'no',
    statsText(input.stats),
    input.id,
  ];
}

/**
 * @param singleInput the one that was asked for by its name or id
 * @returns which inputs these are, in mrkdwn: `2 inputs of type ODBC that are paused`
 */
export function whichInputs(
  inputs: readonly InputFacts[],
  { type, paused }: InputFilter,
  singleInput: string | undefined,
): string {
  if (singleInput !== undefined) return `Input ${code(inputs[0]?.name ?? singleInput)}`;
  const ofType = type === undefined ? '' : ` of type ${code(inputs[0]?.type ?? type)}`;
  const are = inputs.length === 1 ? 'is' : 'are';
  const inState = paused === undefined ? '' : ` that ${are} ${paused ? 'paused' : 'running'}`;
  return `${counted(inputs.length, 'input')}${ofType}${inState}`;
}
