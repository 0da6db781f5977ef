import type { shell as en } from '../en/shell';
import type { Same } from '../same';

export const shell: Same<typeof en> = {
  home: 'Inicio',
  library: 'Biblioteca',
  add: 'Añadir',
  activity: 'Actividad',
  running_one: 'Actividad: {{count}} tarea en marcha',
  running_other: 'Actividad: {{count}} tareas en marcha',
  search: 'Buscar',
  settings: 'Ajustes',
  series: 'Series',
  doubts: 'Por comprobar',
  trash: 'Papelera',
  keys: 'Teclado',
  appearance: 'Aspecto',
  dark: 'Oscuro',
  light: 'Claro',
  system: 'Como el sistema',
  signOut: 'Cerrar sesión',
  signedInAs: 'Has entrado como {{name}}',
  account: 'Cuenta y ajustes',
  mainNav: 'Principal',
  toHome: 'Matinee, ir al inicio',
  skip: 'Saltar al contenido',
  offline: 'Matinee no responde. Se vuelve a intentar solo.',
};
