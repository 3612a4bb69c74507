import type { SharedFile } from '../../slack/client-api.ts';
import { fileUrl } from '../live/api.ts';
import { useWorkspace } from '../workspace.ts';

export function FileCard({ file }: { file: SharedFile }) {
  const { state } = useWorkspace();
  const kind = /\.(\w{1,5})$/.exec(file.name)?.[1] ?? 'file';
  return (
    <div className="file-card" data-file={file.id}>
      <span className="file-kind" aria-hidden="true">
        {kind}
      </span>
      <span className="file-name">
        <strong>{file.title || file.name}</strong>
        <small>
          {file.title && file.title !== file.name && `${file.name} · `}
          {readableSize(file.size)}
        </small>
      </span>
      <a
        className="file-download"
        href={fileUrl(file.id, state.me.id)}
        download={file.name}
        aria-label={`Download ${file.name}`}
      >
        Download
      </a>
    </div>
  );
}

/** @param bytes a file's size */
function readableSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${size.toLocaleString(undefined, { maximumFractionDigits: 1 })} ${unit}`;
}
