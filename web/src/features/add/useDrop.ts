/** Files, folders and links dropped anywhere on the page. */
import { useEffect, useRef, useState } from 'react';
import { chosenFrom, type Chosen } from '@/lib/upload';

interface Dropped {
  files(chosen: Chosen[]): void;
  link(text: string): void;
}

const carries = (event: DragEvent, type: string) => event.dataTransfer?.types.includes(type) ?? false;

/** True while something that can be taken hangs over the page. */
export function useDrop(dropped: Dropped): boolean {
  const [over, setOver] = useState(false);
  const newest = useRef(dropped);
  useEffect(() => {
    newest.current = dropped;
  });
  useEffect(() => {
    // Entering a child leaves its parent: only the balance says whether the pointer is still here.
    let depth = 0;
    const ours = (event: DragEvent) => carries(event, 'Files') || carries(event, 'text/uri-list');
    const enter = (event: DragEvent) => {
      if (!ours(event)) return;
      event.preventDefault();
      depth++;
      setOver(true);
    };
    const hover = (event: DragEvent) => {
      if (!ours(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (!ours(event) || !event.dataTransfer) return;
      event.preventDefault();
      const link = event.dataTransfer.getData('text/uri-list');
      if (carries(event, 'Files')) void chosenFrom(event.dataTransfer).then((chosen) => newest.current.files(chosen));
      else if (link) newest.current.link(link.split('\n')[0]?.trim() ?? '');
    };
    addEventListener('dragenter', enter);
    addEventListener('dragover', hover);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragenter', enter);
      removeEventListener('dragover', hover);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);
  return over;
}
