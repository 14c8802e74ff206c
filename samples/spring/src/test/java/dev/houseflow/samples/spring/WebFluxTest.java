package dev.houseflow.samples.spring;

class WebFluxTest extends ServiceContract {
    WebFluxTest() {
        super("reactive");
    }
}
