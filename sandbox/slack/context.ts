import type { SocketMode } from './delivery/socket-mode.ts';
import type { Emulated } from './emulated.ts';
import type { FileShelf } from './files.ts';
import type { AppManifest } from './manifest.ts';
import type { Membership } from './membership.ts';
import type { MessageBook } from './messages.ts';
import type { Triggers } from './triggers.ts';
import type { ViewBook } from './views.ts';
import type { Roster } from './workspace.ts';

/** What the parts of one running workspace share. */
export interface Context {
  /** The layer's own address, without a slash at the end. */
  url: string;
  manifest: AppManifest;
  emulated: Emulated;
  book: MessageBook;
  views: ViewBook;
  triggers: Triggers;
  shelf: FileShelf;
  membership: Membership;
  roster: Roster;
  socket: SocketMode;
  nextTs(): string;
}
