import type { setup as en } from '../en/setup';
import type { Same } from '../same';

export const setup: Same<typeof en> = {
  tab: 'Primera vez',
  step: 'Paso {{now}} de {{all}}',
  account: {
    title: 'Tu propio cine',
    text: 'Primero, una cuenta para ti. Se queda en este servidor.',
    name: 'Tu nombre',
    password: 'Contraseña',
    passwordHint: 'Al menos {{count}} caracteres.',
    passwordShort: 'Necesita al menos {{count}} caracteres.',
    token: 'Código de instalación',
    tokenHint: 'Matinee lo escribe en la consola al arrancar.',
    tokenGiven: 'Tomado del enlace que escribió Matinee.',
    needed: 'Hace falta.',
    go: 'Seguir',
  },
  place: {
    title: '¿Dónde están tus vídeos?',
    text: 'Elige una carpeta del ordenador donde corre Matinee. Nada de ella se mueve ni se cambia.',
    choose: 'Elige una carpeta',
    use: 'Usar {{path}}',
    or: 'o',
    link: 'Pega un enlace o suelta archivos',
    linkText: 'Trae un vídeo de la web o de este dispositivo.',
    sample: 'Cargar la biblioteca de muestra',
    sampleText: 'Seis clips cortos, hechos al momento, para echar un vistazo.',
    later: 'Ahora no',
  },
  finding: {
    title: 'Se apagan las luces',
    text: 'Los títulos aparecen a medida que se encuentran. Puedes entrar ya; el resto sigue solo.',
    found_one: 'título encontrado',
    found_other: 'títulos encontrados',
    job: 'Mirando la carpeta',
    of: '{{done}} de {{total}}',
    go: 'Entrar, el resto sigue solo',
    goDone: 'Entrar',
    more: 'Añadir más',
  },
};
