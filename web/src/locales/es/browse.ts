import type { browse as en } from '../en/browse';
import type { Same } from '../same';

export const browse: Same<typeof en> = {
  label: 'Caminos por la biblioteca',
  all: 'Todo',
  myList: 'Mi lista',
  collections: 'Colecciones',
  genres: 'Géneros',
  channels: 'Canales',
  people: 'Personas',
  tags: 'Etiquetas',
  history: 'Historial',
};
