import CKernels
import Testing

@testable import Tensors

/// The Swift enumerations and the rows of `operations.h` are the same lists.
@Suite struct OperationNamesTests {
  @Test func unary() {
    #expect(ck_unary_count() == UnaryOp.allCases.count)
    for op in UnaryOp.allCases {
      #expect(String(cString: ck_unary_name(Int32(op.rawValue))) == "\(op)")
    }
  }

  @Test func binary() {
    #expect(ck_binary_count() == BinaryOp.allCases.count)
    for op in BinaryOp.allCases {
      #expect(String(cString: ck_binary_name(Int32(op.rawValue))) == "\(op)")
    }
  }

  @Test func compare() {
    #expect(ck_compare_count() == CompareOp.allCases.count)
    for op in CompareOp.allCases {
      #expect(String(cString: ck_compare_name(Int32(op.rawValue))) == "\(op)")
    }
  }

  /// `any`, `all` and `count` come down to the first four.
  @Test func reduce() {
    for op in ReduceOp.allCases.prefix(Int(ck_reduce_count())) {
      #expect(String(cString: ck_reduce_name(Int32(op.rawValue))) == "\(op)")
    }
  }
}
