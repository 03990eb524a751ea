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

  private static var bash: String {
    """
    # gradus completion bash > ~/.local/share/bash-completion/completions/gradus
    _gradus() {
      local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
      case "$previous" in
        gradus) COMPREPLY=($(compgen -W "\(words)" -- "$current") $(compgen -f -X '!*.gradus' -- "$current")) ;;
        help) COMPREPLY=($(compgen -W "$(gradus names)" -- "$current")) ;;
        explain-error) COMPREPLY=($(compgen -W "$(gradus codes)" -- "$current")) ;;
        completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$current")) ;;
        grammar) COMPREPLY=($(compgen -W "textmate pygments" -- "$current")) ;;
        dump) COMPREPLY=($(compgen -W "tree" -- "$current")) ;;
        *) COMPREPLY=($(compgen -f -- "$current")) ;;
      esac
    }
    complete -o filenames -F _gradus gradus

    """
  }

  private static var zsh: String {
    """
    #compdef gradus
    # gradus completion zsh > a folder of your fpath, as _gradus
    _gradus() {
      case "${words[2]}" in
        help) (( CURRENT == 3 )) && compadd -- ${(f)"$(gradus names)"} ;;
        explain-error) (( CURRENT == 3 )) && compadd -- ${(f)"$(gradus codes)"} ;;
        completion) compadd bash zsh fish ;;
        grammar) compadd textmate pygments ;;
        dump) (( CURRENT == 3 )) && compadd tree || _files ;;
        *) (( CURRENT == 2 )) && compadd -- \(words); _files ;;
      esac
    }
    _gradus "$@"

    """
  }

  private static var fish: String {
    let commands = Command.names.map {
      "complete -c gradus -n __fish_use_subcommand -a '\($0)'"
    }.joined(separator: "\n")
    return """
      # gradus completion fish > ~/.config/fish/completions/gradus.fish
      \(commands)
      complete -c gradus -n '__fish_seen_subcommand_from help' -f -a '(gradus names)'
      complete -c gradus -n '__fish_seen_subcommand_from explain-error' -f -a '(gradus codes)'
      complete -c gradus -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'
      complete -c gradus -n '__fish_seen_subcommand_from grammar' -f -a 'textmate pygments'
      complete -c gradus -n '__fish_seen_subcommand_from dump' -a tree

      """
  }
}
