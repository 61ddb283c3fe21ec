enum Begun {}
