package dev.houseflow.samples.spring;

class ServletTest extends ServiceContract {
    ServletTest() {
        super("servlet");
    }
}
