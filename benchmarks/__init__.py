"""Speed held as ratios: ours over a baseline measured in the same run. `python -m benchmarks`."""
