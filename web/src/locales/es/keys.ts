import type { keys as en } from '../en/keys';
import type { Same } from '../same';

export const keys: Same<typeof en> = {
  everywhere: 'En todas partes',
  watching: 'Mientras ves algo',
  search: 'Buscar',
  palette: 'Ir a o hacer cualquier cosa',
  home: 'Ir al inicio',
  library: 'Ir a la biblioteca',
  add: 'Ir a Añadir',
  activity: 'Ir a la actividad',
  row: 'Moverse por una fila de títulos',
  forget: 'Quitar un título de «Seguir viendo»',
  help: 'Esta ayuda',
  pause: 'Reproducir o pausar',
  ten: 'Atrás o adelante 10 segundos',
  five: 'Atrás o adelante 5 segundos',
  volume: 'Volumen',
  mute: 'Quitar o poner el sonido',
  full: 'Pantalla completa',
  subtitles: 'Subtítulos',
  pip: 'Imagen en imagen',
  speed: 'Más lento o más rápido',
  tenth: 'A una décima parte de la película (0 a 9)',
  nextOne: 'Título siguiente',
  named: { Delete: 'Supr', Space: 'Espacio' },
};
