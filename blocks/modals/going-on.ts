import type { Prospect } from '../../src/domain/policy/prospect.ts';

/** What a form says of what comes of it, as far as that is known before it is filled in. */

/** When it is done: `It is applied … .` */
export function whenDone({ approvals }: Prospect): string {
  switch (approvals) {
    case 'always':
      return 'once it is approved';
    case 'sometimes':
      return 'once it is approved, or at once where no rule asks for that';
    case 'never':
      return 'at once';
  }
}

/** @param atOnce what its button says where nobody has to approve it */
export function submitLabel({ approvals }: Prospect, atOnce: string): string {
  return approvals === 'never' ? atOnce : 'Ask for approval';
}
