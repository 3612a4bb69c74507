import { code, person } from '../src/domain/mrkdwn.ts';
import type { Who } from '../src/domain/policy/policy.ts';
import { isGroup, isList } from '../src/domain/policy/terms.ts';
import { formatNumber } from '../src/domain/stats.ts';

/** People and user groups as the policy names them, as mentions. */

const MOST_NAMED = 20;

/** A person or a user group, who hears of it where the message is new. What does not look like an id is shown as text. */
export function mention(id: string): string {
  if (!isGroup(id)) return person(id);
  return /^S[A-Z0-9]+$/.test(id) ? `<!subteam^${id}>` : code(id);
}

/** `<@U…>, <@U…> and 5 more`. */
export function mentions(ids: readonly string[], word: 'and' | 'or' = 'and'): string {
  const named = ids.slice(0, MOST_NAMED).map(mention);
  const left = ids.length - named.length;
  return joined(left > 0 ? [...named, `${formatNumber(left)} more`] : named, word);
}

/**
 * Those who may do something, of whom each has to be among every one of these.
 * @param without who may not, whatever is said: left out where they are named, and named as left out where a user group, or
 *   everybody, is meant
 * @param isExact are they named as left out? To be named is to be mentioned
 * @returns nothing where nobody is left
 */
export function whoShown(
  whos: readonly Who[],
  without: readonly string[] = [],
  isExact = true,
): string | undefined {
  const lists = whos.filter(isList).map((ids) => ids.filter((id) => !without.includes(id)));
  if (lists.some((ids) => ids.length === 0)) return undefined;
  const [first, ...others] = lists;
  const isNamed = isExact && without.length > 0;
  if (!first)
    return `any${isExact || without.length === 0 ? '' : ' other'} member${isNamed ? ` but ${mentions(without)}` : ''}`;
  const also = others.map((ids) => `, who must also be among ${mentions(ids, 'or')}`);
  const not = isNamed && lists.flat().some(isGroup) ? `, but not ${mentions(without, 'or')}` : '';
  return `${mentions(first, 'or')}${also.join('')}${not}`;
}

/** The ids that are named, to be told: nothing where everybody is meant. */
export function namedIn(whos: readonly Who[]): string[] {
  return [...new Set(whos.flatMap((who) => (isList(who) ? who : [])))];
}

function joined(parts: readonly string[], word: string): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${word} ${last}`;
}
