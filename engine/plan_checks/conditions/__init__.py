"""Checks of conditions: types, thresholds that can be met, classes without gap or overlap."""
