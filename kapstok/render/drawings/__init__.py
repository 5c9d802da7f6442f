"""Charts, trees and bars as SVG, with their colours and sizes."""
