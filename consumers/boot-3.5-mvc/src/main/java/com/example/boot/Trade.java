package com.example.boot;

public record Trade(long id, String symbol, double price) {}
