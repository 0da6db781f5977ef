import type { shelves as en } from '../en/shelves';
import type { Same } from '../same';

export const shelves: Same<typeof en> = {
  titles_one: '{{shown}} título',
  titles_other: '{{shown}} títulos',
  genres: {
    title: 'Géneros',
    count_one: '{{count}} género',
    count_other: '{{count}} géneros',
    empty: 'Aún no hay géneros',
    emptyText: 'Vienen de los archivos que acompañan a tus películas y series, y de lo que escribas en la página de un título.',
  },
  channels: {
    title: 'Canales',
    count_one: '{{count}} canal',
    count_other: '{{count}} canales',
    search: 'Buscar un canal',
    empty: 'Aún no hay canales',
    emptyText: 'Quien publicó lo que guardas desde un enlace tiene aquí su sitio, con todo lo suyo.',
    add: 'Añadir un enlace',
    noMatch: 'Ningún canal se llama «{{text}}»',
    noMatchText: 'Con menos letras se encuentra más.',
  },
};
