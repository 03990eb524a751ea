// readline.h uses FILE without including its header.
#include <stdio.h>

#include <readline/history.h>
#include <readline/readline.h>
