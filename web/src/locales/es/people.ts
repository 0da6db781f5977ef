import type { people as en } from '../en/people';
import type { Same } from '../same';

export const people: Same<typeof en> = {
  title: 'Personas',
  row: 'Reparto y equipo',
  count_one: '{{count}} persona',
  count_other: '{{count}} personas',
  titles_one: '{{count}} título',
  titles_other: '{{count}} títulos',
  search: 'Buscar a alguien',
  empty: 'Aún no se conoce a nadie',
  emptyText: 'El reparto y el equipo se leen de los archivos NFO que hay junto a tus películas y series.',
  noMatch: 'Nadie se llama «{{text}}»',
  noMatchText: 'Con menos letras se encuentra más.',
  series: 'Series',
  others: 'Películas y episodios',
  noTitles: 'Ahora no hay nada suyo en la biblioteca.',
  gone: 'No existe esa persona',
  goneText: 'Quien ya no está en ningún título no tiene página.',
  toAll: 'Todas las personas',
  job: {
    actor: 'Intérprete',
    guest: 'Invitado',
    director: 'Dirección',
    writer: 'Guion',
    creator: 'Creación',
    producer: 'Producción',
    composer: 'Música',
  },
};
