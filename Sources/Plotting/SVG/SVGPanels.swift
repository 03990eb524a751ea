/// A figure's panels as drawings of their own, in a group that a page lays out: side by side as in the
/// one drawing where it is wide, in fewer columns on a phone.
///
/// The page's style sheet knows the class `panels` and the lengths and counts in its `style`; without
/// one, the panels stand one under the other.
struct SVGPanels {
  private let id: String
  private let root: Group
  private var drawings: [Drawing] = []
  /// Collects the colours of all drawings: they share one style.
  private var roles = SVGBuffer()

  private struct Drawing {
    var rect: Rect
    var body: SVGBuffer
    var name: String
    var description: String
  }

  private struct Group {
    var name = ""
    var title: String?
    var columns = 1
    var width = 0.0
    var height = 0.0
    var nodes: [Node] = []
  }

  private indirect enum Node {
    /// An index into `drawings`.
    case drawing(Int)
    case group(Group)
  }

  /// nil unless there are panels side by side.
  init?(_ figure: Figure, id: String) {
    let scene = figure.scene
    guard SVGPanels.isWide(scene) else { return nil }
    self.id = id
    let size = FigureSize.of(scene)
    var root = Group()
    var parts = Parts()
    parts.add(
      figure, scene, in: Rect(x: 0, y: 0, width: size.width, height: size.height), to: &root)
    self.root = root
    drawings = parts.drawings
    for drawing in drawings { roles.append(drawing.body) }
  }

  /// True when two panels stand side by side somewhere.
  private static func isWide(_ scene: Scene) -> Bool {
    guard case .grid(_, let columns, let scenes) = scene.content else { return false }
    return columns > 1 && scenes.count > 1 || scenes.contains(where: isWide)
  }

  // MARK: Drawing

  private struct Parts {
    var drawings: [Drawing] = []

    /// Makes `group` the grid of `scene`, drawn in `rect`.
    mutating func add(_ figure: Figure, _ scene: Scene, in rect: Rect, to group: inout Group) {
      guard case .grid(let rows, let columns, let scenes) = scene.content,
        case .panels(_, _, let figures) = figure.content
      else { return }
      group = Group(
        name: figure.name, title: scene.options.title, columns: columns, width: rect.width,
        height: rect.height)
      let area = SVGScene.belowTitle(scene, rect)
      let cells = GridLayout.cells(rows: rows, columns: columns, in: area)
      let layouts = GridLayout.panels(scenes, cells: cells, columns: columns)
      for (index, inner) in scenes.enumerated() {
        if layouts[index] == nil, SVGPanels.isWide(inner) {
          var nested = Group()
          add(figures[index], inner, in: cells[index], to: &nested)
          group.nodes.append(.group(nested))
          continue
        }
        var body = SVGBuffer()
        SVGScene.draw(inner, layout: layouts[index], in: cells[index], to: &body)
        group.nodes.append(.drawing(drawings.count))
        drawings.append(
          Drawing(
            rect: cells[index], body: body, name: figures[index].name,
            description: figures[index].details))
      }
    }
  }

  // MARK: Markup

  var html: String { markup(of: root, id: " id=\"\(id)\"") }

  private func markup(of group: Group, id attribute: String) -> String {
    var out = SVGBuffer()
    out.raw("<div class=\"panels\"\(attribute) role=\"group\" aria-label=\"")
    out.escaped(group.name)
    let cell = group.width / Double(group.columns)
    let narrow = SVGPanels.narrowColumns(of: group.columns, width: cell)
    out.raw("\" style=\"--columns:\(group.columns);--narrow:\(narrow);--width:")
    out.number(group.width)
    out.raw("px;--cell:")
    out.number(cell)
    out.raw("px;--ratio:")
    out.number(group.width / group.height)
    out.raw("\">\n")
    if let title = group.title, !title.isEmpty {
      out.raw("<p>")
      out.escaped(title)
      out.raw("</p>\n")
    }
    for node in group.nodes {
      switch node {
      case .drawing(let index): out.raw(markup(ofDrawing: index))
      case .group(let inner): out.raw(markup(of: inner, id: ""))
      }
    }
    out.raw("</div>\n")
    return String(decoding: out.bytes, as: UTF8.self)
  }

  private func markup(ofDrawing index: Int) -> String {
    let drawing = drawings[index]
    let document = SVGDocument(
      id: "\(id)-\(index + 1)", rect: drawing.rect, name: drawing.name,
      description: drawing.description,
      style: index == 0 ? SVGDocument.darkStyle(roles, id: id) : "")
    return document.text(drawing.body)
  }

  /// How many panels stand side by side on a phone: as many as there is room for when they are not
  /// made much smaller; rather a part of a row that goes into it evenly, so that rows still show.
  static func narrowColumns(of columns: Int, width: Double) -> Int {
    let room = 360.0
    let fitting = clampedInt(room / (width * 0.8), 1, columns)
    let even = (1...fitting).last { columns % $0 == 0 } ?? 1
    return even * 2 > fitting ? even : fitting
  }
}
