import type { account as en } from '../en/account';
import type { Same } from '../same';

export const account: Same<typeof en> = {
  welcome: 'Hola de nuevo',
  welcomeText: 'Entra en tu Matinee.',
  name: 'Nombre',
  password: 'Contraseña',
  signIn: 'Entrar',
};
