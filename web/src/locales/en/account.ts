export const account = {
  welcome: 'Welcome back',
  welcomeText: 'Sign in to your Matinee.',
  name: 'Name',
  password: 'Password',
  signIn: 'Sign in',
};
