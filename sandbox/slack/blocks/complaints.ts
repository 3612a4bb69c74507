import type { z } from 'zod';

/**
 * Zod's findings in the form of Slack's `response_metadata.messages`:
 * `[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]`.
 * @param root what the first segment of the path stands for, for example `/blocks`
 */
export function complaints(error: z.ZodError, root: string): string[] {
  return error.issues.map((issue) => {
    const pointer = [root, ...issue.path.map((segment) => `/${String(segment)}`)].join('');
    return `[ERROR] ${sentence(issue)} [json-pointer:${pointer}]`;
  });
}

function sentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string'
        ? `must be less than ${Number(issue.maximum) + 1} characters`
        : issue.origin === 'array'
          ? `no more than ${issue.maximum} items allowed`
          : issue.message;
    case 'too_small':
      return issue.origin === 'string'
        ? `must be more than ${Number(issue.minimum) - 1} characters`
        : issue.origin === 'array'
          ? `no fewer than ${issue.minimum} items allowed`
          : issue.message;
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return 'unsupported type';
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? 'missing required field' : issue.message;
    default:
      return issue.message;
  }
}
