import type { folders as en } from '../en/folders';
import type { Same } from '../same';

export const folders: Same<typeof en> = {
  places: 'Lugares',
  up: 'Subir una carpeta',
  path: 'Carpeta del servidor',
  pathHint: 'Escribe una ruta, como /home/ana/Vídeos',
  videos_one: '{{shown}} vídeo',
  videos_other: '{{shown}} vídeos',
  noFolders: 'Aquí no hay carpetas. Puedes elegir esta.',
};
