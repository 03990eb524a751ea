import Testing
import Notebooks

