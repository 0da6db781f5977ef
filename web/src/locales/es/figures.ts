import type { figures as en } from '../en/figures';
import type { Same } from '../same';

/** Figures for those who want to know exactly. */
export const figures: Same<typeof en> = {
  stats: {
    title: 'Cifras para curiosos',
    close: 'Cerrar las cifras',
    way: 'Llega como',
    size: 'Imagen',
    window: 'Ventana',
    codecs: 'Códecs',
    stream: 'Flujo',
    line: 'Conexión',
    auto: 'Automática',
    why: {
      start: 'empieza con lo que la conexión debería dar, {{line}}',
      line: 'lo que da la conexión, {{line}}, con {{ahead}} s por delante',
      buffer: 'por los {{ahead}} s por delante, a {{line}}',
      screen: 'más no se vería con este tamaño',
      steady: 'se queda: la otra apenas es mejor a {{line}} y {{ahead}} s por delante',
    },
    bytes: 'Recibido',
    buffer: 'Por delante',
    frames: 'Perdidas / mostradas',
    start: 'Inicio',
    seeks: 'Saltos',
    seeksOf: '{{last}} el último · la mitad en {{half}}, 95 % en {{most}}',
    stalls: 'Paradas',
    stallsOf: '{{count}} · {{time}}',
    text: 'Subtítulos',
    place: 'Punto',
    volume: 'Volumen',
  },
};
