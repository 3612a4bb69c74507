/** What a column holds, as far as it matters for the JSON that is made of it. */
export type Kind =
  | { readonly is: 'number' | 'boolean' | 'json' | 'bytes' | 'timestamp' | 'padded' | 'text' }
  | { readonly is: 'list' | 'range' | 'ranges'; readonly of: Kind };

/** A row of `pg_type`, and what it is made of: ids of other rows, null where it is not made so. */
export interface Type {
  readonly oid: string;
  /** Of the domains: what it is a domain of. */
  readonly base: string | null;
  /** Of arrays. */
  readonly element: string | null;
  /** Of ranges: what their ends are. */
  readonly subtype: string | null;
  /** Of multiranges. */
  readonly range: string | null;
}

/** By the ids that PostgreSQL gives its own types, the same everywhere. Source: `pg_type.dat`. */
const OWN: Readonly<Record<string, Kind>> = {
  16: { is: 'boolean' },
  17: { is: 'bytes' },
  // int2, int4, float4 and float8: what JavaScript's numbers hold. int8 and numeric are texts.
  21: { is: 'number' },
  23: { is: 'number' },
  700: { is: 'number' },
  701: { is: 'number' },
  114: { is: 'json' },
  3802: { is: 'json' },
  // char(n): a cast takes its spaces away.
  1042: { is: 'padded' },
  1114: { is: 'timestamp' },
  1184: { is: 'timestamp' },
};

/** @param types those that `oid` is made of, and it itself */
export function kindOf(oid: string, types: ReadonlyMap<string, Type>): Kind {
  const type = types.get(oid);
  if (!type) return { is: 'text' };
  if (type.base !== null) return kindOf(type.base, types);
  if (type.element !== null) return { is: 'list', of: kindOf(type.element, types) };
  if (type.subtype !== null) return { is: 'range', of: kindOf(type.subtype, types) };
  if (type.range !== null) {
    const range = kindOf(type.range, types);
    return { is: 'ranges', of: range.is === 'range' ? range.of : range };
  }
  return OWN[oid] ?? { is: 'text' };
}
