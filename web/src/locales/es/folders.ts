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
  kind: 'Qué contiene',
  kinds: { mixed: 'De todo', movies: 'Películas', series: 'Series', home: 'Vídeos caseros' },
  kindText: {
    mixed: 'Películas, series y vídeos juntos: los nombres de archivos y carpetas los distinguen.',
    movies: 'Si un nombre deja dudas, se lee como una película.',
    series: 'Si un nombre deja dudas, se lee como un episodio.',
    home: 'Nada se toma por película ni por episodio: cada vídeo conserva su nombre y su día.',
  },
  gone: {
    label: 'Archivos que faltan en {{folder}}',
    title_one: 'Falta {{shown}} archivo en {{folder}}. ¿Se borró?',
    title_other: 'Faltan {{shown}} archivos en {{folder}}. ¿Se borraron?',
    text: 'Tantos a la vez también pueden significar que el disco está solo a medias. Mientras esperas no se pierde nada, y la pregunta desaparece sola cuando vuelven.',
    after_one: 'Los borrados salen de la biblioteca tras {{count}} día.',
    after_other: 'Los borrados salen de la biblioteca tras {{count}} días.',
    wait: 'Seguir esperando',
    looking: 'Buscando de nuevo',
    believe: 'Se borraron',
    waits: 'Se buscan de nuevo',
    believed: 'Se muestran como ausentes. Si vuelven, no se pierde nada.',
  },
};
