import type { search as en } from '../en/search';
import type { Same } from '../same';

export const search: Same<typeof en> = {
  title: 'Buscar',
  label: 'Buscar en la biblioteca',
  placeholder: 'Títulos, personas, etiquetas',
  clear: 'Borrar la búsqueda',
  suggestions: 'Sugerencias',
  allResults: 'Todos los resultados de «{{text}}»',
  resultsFor: '«{{text}}»',
  titles: 'Títulos',
  tags: 'Etiquetas',
  browse: 'Explorar por etiqueta',
  recent: 'Añadido hace poco',
  seeAll_one: 'Ver {{count}} título en la biblioteca',
  seeAll_other: 'Ver los {{count}} en la biblioteca',
  nothing: 'Nada para «{{text}}»',
  nothingText: 'Con menos letras se encuentra más. Se busca en títulos, descripciones, autores y etiquetas.',
  toLibrary: 'Explorar la biblioteca',
  start: '¿Qué buscas?',
  startText: 'Se busca en títulos, descripciones, autores y etiquetas mientras escribes.',
};
