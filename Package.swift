// swift-tools-version: 6.0
import PackageDescription

// The targets by layer, lowest first. An arrow (a dependency) only ever points down; see
// docs/ARCHITECTURE.md for what lives where.

let static_: [LinkerSetting] = [
  .unsafeFlags(["-static-stdlib"], .when(platforms: [.linux], configuration: .release))
]

// The state of machine, plans and tensors is used by one thread, and touched in every turn.
let unchecked: [SwiftSetting] = [
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
]

let package = Package(
  name: "gradus",
  products: [
    .executable(name: "gradus", targets: ["gradus"]),
    .executable(name: "nbrun", targets: ["nbrun"]),
  ],
  targets: [
    // System libraries, as module maps. What was tried with each: docs/ARCHITECTURE.md.
    .systemLibrary(name: "CReadline", path: "Sources/System/CReadline"),
    .systemLibrary(name: "CMarkdown", path: "Sources/System/CMarkdown", pkgConfig: "libcmark-gfm"),
    .systemLibrary(name: "CYAML", path: "Sources/System/CYAML", pkgConfig: "yaml-0.1"),
    .systemLibrary(
      name: "CMicroHTTPD", path: "Sources/System/CMicroHTTPD", pkgConfig: "libmicrohttpd"),
    .systemLibrary(name: "CSLEEF", path: "Sources/System/CSLEEF"),
    .systemLibrary(name: "CDuktape", path: "Sources/System/CDuktape", pkgConfig: "duktape"),
    .systemLibrary(
      name: "CHarfBuzzSubset", path: "Sources/System/CHarfBuzzSubset",
      pkgConfig: "harfbuzz-subset"),

    // Layer 0
    .target(name: "Diagnostics"),
    .target(name: "HostFiles"),
    .target(
      name: "CKernels", dependencies: ["CSLEEF"],
      cSettings: [.unsafeFlags(["-ffp-contract=off", "-O3"])]),

    .target(
      name: "CMachine", dependencies: ["CKernels"],
      cSettings: [
        .unsafeFlags([
          "-ffp-contract=off", "-O3", "-Xclang", "-mframe-pointer=none",
          "-Wno-initializer-overrides",
        ])
      ]),

    .target(name: "CLAPACK"),

    // Layer 1
    .target(name: "Tensors", dependencies: ["CKernels"], swiftSettings: unchecked),
    .target(name: "Plotting"),
    .target(name: "Syntax", dependencies: ["Diagnostics"]),

    // Layer 2
    .target(name: "Graphs", dependencies: ["Tensors", "CLAPACK"], swiftSettings: unchecked),

    // Layer 3
    .target(
      name: "Interpreter",
      dependencies: [
        "CMachine", "Diagnostics", "HostFiles", "Syntax", "Tensors", "Graphs", "Plotting",
      ],
      swiftSettings: unchecked),

    // Layer 4
    .target(
      name: "Notebooks",
      dependencies: [
        "Diagnostics", "HostFiles", "Interpreter", "CMarkdown", "CYAML", "CDuktape",
        "CHarfBuzzSubset", "CMicroHTTPD",
      ]),

    // Layer 5
    .executableTarget(
      name: "gradus",
      dependencies: ["Diagnostics", "HostFiles", "Syntax", "Interpreter", "CReadline"],
      linkerSettings: static_),
    .executableTarget(
      name: "nbrun", dependencies: ["Diagnostics", "HostFiles", "Notebooks"],
      linkerSettings: static_),

    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"]),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"]),
    .testTarget(name: "PlottingTests", dependencies: ["Plotting"]),
    .testTarget(name: "SyntaxTests", dependencies: ["Syntax", "Diagnostics"]),
    .testTarget(name: "GraphsTests", dependencies: ["Graphs", "Tensors"]),
    .testTarget(name: "InterpreterTests", dependencies: ["Interpreter", "Diagnostics"]),
    .testTarget(name: "NotebooksTests", dependencies: ["Notebooks", "Diagnostics", "HostFiles"]),
  ],
  swiftLanguageModes: [.v6]
)
