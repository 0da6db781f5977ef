/** Whether the controls are shown: while the viewer stirs, and while there is a reason. */
import { useEffect, useMemo, useState } from 'react';
import { createIdle, systemClock, type Idle } from '../core';

export function useIdle(): { idle: Idle; visible: boolean } {
  const [visible, setVisible] = useState(true);
  const idle = useMemo(() => createIdle(systemClock, setVisible), []);
  useEffect(() => {
    idle.stir();
    return () => idle.destroy();
  }, [idle]);
  return { idle, visible };
}
