import { useWorkspace } from '../workspace.ts';
import { Modal } from './Modal.tsx';

/** The open views. Only the topmost is shown; those below stay mounted, so that what was typed there is kept. */
export function ModalStack() {
  const { views } = useWorkspace().state;
  return views.map((view, index) => <Modal key={view.id} view={view} isTop={index === views.length - 1} />);
}
