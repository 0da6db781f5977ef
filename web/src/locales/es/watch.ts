import type { watch as en } from '../en/watch';
import type { Same } from '../same';

export const watch: Same<typeof en> = {
  episode: 'Temporada {{season}} · Episodio {{episode}}',
};
