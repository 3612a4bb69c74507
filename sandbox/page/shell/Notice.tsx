import { useWorkspace } from '../workspace.ts';

/** What Slack's client would say when something did not work. The region is always there, so that it is read out. */
export function Notice({ sentence }: { sentence: string | undefined }) {
  const { notify } = useWorkspace();
  return (
    <div role="alert" className="notice-region">
      {sentence && (
        <p className="notice">
          <span>{sentence}</span>
          <button type="button" aria-label="Dismiss notice" onClick={() => notify(undefined)}>
            ×
          </button>
        </p>
      )}
    </div>
  );
}
