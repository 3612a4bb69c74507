/** The part of Slack's rich text that the page makes itself, out of `mrkdwn`. */

export interface InlineStyle {
  bold?: true;
  italic?: true;
  strike?: true;
  code?: true;
}

export type Inline = (
  | { type: 'text'; text: string }
  | { type: 'link'; url: string; text?: string }
  | { type: 'user'; user_id: string }
  | { type: 'usergroup'; usergroup_id: string }
  | { type: 'channel'; channel_id: string }
  | { type: 'broadcast'; range: 'here' | 'channel' | 'everyone' }
  | { type: 'emoji'; name: string }
  | { type: 'date'; timestamp: number; format: string; url?: string; fallback: string }
) & { style?: InlineStyle };

export interface RichTextPart {
  type: 'rich_text_section' | 'rich_text_preformatted' | 'rich_text_quote' | 'rich_text_list';
  elements: Inline[];
}
