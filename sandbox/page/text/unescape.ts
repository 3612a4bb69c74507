/** Slack escapes three characters and no more; `&amp;` comes last, or `&amp;lt;` would be undone twice. */
export const unescapeText = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
