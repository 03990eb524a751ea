import Interpreter

/// `gradus completion bash|zsh|fish`: scripts that complete commands, and names after `help`.
enum Completion {
  static func run(_ arguments: [String]) -> Int32 {
    switch arguments {
    case ["bash"]: Terminal.write(bash)
    case ["zsh"]: Terminal.write(zsh)
    case ["fish"]: Terminal.write(fish)
    default: return Command.fail("completion takes one of bash, zsh, fish")
    }
    return Command.Code.fine
  }

  private static var words: String { Command.names.joined(separator: " ") }
  private static var options: String { Command.options.joined(separator: " ") }

  private static var bash: String {
    """
    # gradus completion bash > ~/.local/share/bash-completion/completions/gradus
    _gradus() {
      local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
      if [ "$COMP_CWORD" -eq 1 ]; then
        case "$current" in
          -*) COMPREPLY=($(compgen -W "\(options)" -- "$current")) ;;
          *) COMPREPLY=($(compgen -W "\(words)" -- "$current") $(compgen -f -X '!*.gradus' -- "$current")) ;;
        esac
        return
      fi
      case "${COMP_WORDS[1]} $previous" in
        "help help") COMPREPLY=($(compgen -W "$(gradus names)" -- "$current")) ;;
        "explain-error explain-error") COMPREPLY=($(compgen -W "$(gradus codes)" -- "$current")) ;;
        "completion completion") COMPREPLY=($(compgen -W "bash zsh fish" -- "$current")) ;;
        "grammar grammar") COMPREPLY=($(compgen -W "textmate pygments" -- "$current")) ;;
        "dump dump") COMPREPLY=($(compgen -W "tree" -- "$current")) ;;
        "fmt "* | "doc "*) COMPREPLY=($(compgen -W "--check" -- "$current") $(compgen -f -- "$current")) ;;
        "help "* | "explain-error "* | "completion "* | "grammar "*) ;;
        *) COMPREPLY=($(compgen -f -- "$current")) ;;
      esac
    }
    complete -o filenames -F _gradus gradus

    """
  }

  private static var zsh: String {
    """
    #compdef gradus
    # gradus completion zsh > a folder of your fpath, as _gradus; or source <(gradus completion zsh)
    _gradus() {
      if (( CURRENT == 2 )); then
        compadd -- \(words)
        [[ "$PREFIX" == -* ]] && compadd -- \(options)
        _files -g '*.gradus'
        return
      fi
      case "${words[2]}" in
        help) (( CURRENT == 3 )) && compadd -- ${(f)"$(gradus names)"} ;;
        explain-error) (( CURRENT == 3 )) && compadd -- ${(f)"$(gradus codes)"} ;;
        completion) (( CURRENT == 3 )) && compadd bash zsh fish ;;
        grammar) (( CURRENT == 3 )) && compadd textmate pygments ;;
        dump) if (( CURRENT == 3 )); then compadd tree; else _files; fi ;;
        fmt | doc) [[ "$PREFIX" == -* ]] && compadd -- --check; _files ;;
        *) _files ;;
      esac
    }
    if [[ "${funcstack[1]}" == _gradus ]]; then _gradus "$@"; else compdef _gradus gradus; fi

    """
  }

  private static var fish: String {
    let options = Command.options.map { option in
      option.hasPrefix("--") ? "-l \(option.dropFirst(2))" : "-s \(option.dropFirst())"
    }
    let commands = (Command.names.map { "-a \($0)" } + options).map {
      "complete -c gradus -n __fish_use_subcommand \($0)"
    }.joined(separator: "\n")
    return """
      # gradus completion fish > ~/.config/fish/completions/gradus.fish
      function __gradus_after --description 'the words before are gradus and these'
        test (commandline -opc | string collect) = (string join \\n gradus $argv | string collect)
      end
      \(commands)
      complete -c gradus -n '__fish_seen_subcommand_from help explain-error completion grammar' -f
      complete -c gradus -n '__gradus_after help' -a '(gradus names)'
      complete -c gradus -n '__gradus_after explain-error' -a '(gradus codes)'
      complete -c gradus -n '__gradus_after completion' -a 'bash zsh fish'
      complete -c gradus -n '__gradus_after grammar' -a 'textmate pygments'
      complete -c gradus -n '__gradus_after dump' -f -a tree
      complete -c gradus -n '__fish_seen_subcommand_from fmt doc' -l check

      """
  }
}
