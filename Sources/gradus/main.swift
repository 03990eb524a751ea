// Nothing here but the start: what is in this file runs on the main actor.
import Interpreter

finish(BigStack.run { Command.run(Array(CommandLine.arguments.dropFirst())) })
