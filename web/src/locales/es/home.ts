import type { home as en } from '../en/home';
import type { Same } from '../same';

export const home: Same<typeof en> = {
  continue: 'Seguir viendo',
  nextUp: 'A continuación',
  recent: 'Añadido hace poco',
  myList: 'Mi lista',
  all: 'Todo',
  kinds: 'Tipos',
  more: 'Más',
  lead: {
    resume: 'Donde lo dejaste',
    new: 'Recién añadido',
    tonight: 'Elegido para esta noche',
  },
  preview: {
    sound: 'Ver con sonido',
    mute: 'Silenciar',
  },
  empty: {
    title: 'La pantalla es tuya.',
    title2: 'Trae algo que ver.',
    text: 'Todo lo que añadas forma una sola biblioteca que se reproduce al momento, en cualquier pantalla, y recuerda por dónde ibas.',
    link: 'Pega un enlace o suelta archivos',
    linkText: 'Un vídeo, una lista o cualquier archivo de este ordenador. Tú eliges la calidad.',
    folder: 'Señala una carpeta',
    folderText: 'Las películas se quedan donde están. Nada de la carpeta se mueve ni se cambia.',
    sample: 'Cargar la biblioteca de muestra',
    sampleText: 'Seis clips cortos, hechos aquí mismo, para echar un vistazo.',
    sampleComing: 'Se están haciendo los clips. Irán apareciendo aquí.',
    sampleStarted: 'Haciendo la biblioteca de muestra',
    watchIt: 'Verlo',
  },
};
