@rem The scripts of package.json begin with exec, so that signals to npm reach the command itself. cmd has no such word: it finds this file.
@%*
