/**
 * A sentence in Slack's mrkdwn as plain text, for where nothing is formatted: beneath the fields of a form. What stood as
 * code stands in quotes.
 * @param nameOf what somebody is called who is mentioned: nobody can look up an id in a form
 */
export function plainText(mrkdwn: string, nameOf = (_userId: string) => 'a colleague'): string {
  return mrkdwn
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `“${restore(part)}”` : unformat(part, nameOf)))
    .join('');
}

/** Outside of code everything was written here, or comes as a mention, a date or a link. */
function unformat(text: string, nameOf: (userId: string) => string): string {
  return restore(
    text
      .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
      .replace(/<@(\w+)[^>]*>/g, (_, userId: string) => nameOf(userId))
      .replace(/<[^|>]*\|([^>]*)>/g, '$1')
      .replace(/<([^>]*)>/g, '$1')
      .replace(/(^|\s)[*_]([^*_]+)[*_](?=[\s.,:;]|$)/g, '$1$2')
      .replace(/(^|\s):[a-z_]+:\s/g, '$1'),
  );
}

function restore(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
